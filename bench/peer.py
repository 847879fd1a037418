"""The same networks in PyTorch eager, plain idiomatic code; driven line by line by the bench."""
import os
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
DEVICE = os.environ.get("KERATIN_DEVICE") or "cpu"
torch.backends.cudnn.allow_tf32 = False


def now():
    """Processor time of the one thread, or on CUDA the clock when the device has finished."""
    if DEVICE == "cpu":
        return time.process_time()
    torch.cuda.synchronize()
    return time.perf_counter()


class LastOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 64, batch_first=True)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


class BothWays(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 64, num_layers=2, bidirectional=True, batch_first=True)
        self.head = nn.Linear(128, 10)

    def forward(self, x):
        h = self.lstm(x)[1][0]
        return self.head(torch.cat([h[-2], h[-1]], 1))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(2000, 64)
        self.gru = nn.GRU(64, 64, batch_first=True)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.gru(self.embedding(x))[1][-1])


def mobile():
    def normal(width, conv):
        return [conv, nn.BatchNorm2d(width), nn.ReLU6()]

    layers, width = normal(32, nn.Conv2d(3, 32, 3, stride=2, padding=1, bias=False)), 32
    for filters, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1)]:
        layers += normal(width, nn.Conv2d(width, width, 3, stride=stride, padding=1, groups=width, bias=False))
        layers += normal(filters, nn.Conv2d(width, filters, 1, bias=False))
        width = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, 10))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(128, 4, batch_first=True)
        self.first, self.second = nn.LayerNorm(128), nn.LayerNorm(128)
        self.feed = nn.Sequential(nn.Linear(128, 512), nn.ReLU(), nn.Linear(512, 128))
        self.head = nn.Linear(128, 10)

    def forward(self, x):
        h = self.first(x + self.attention(x, x, x, need_weights=False)[0])
        return self.head(self.second(h + self.feed(h)).mean(1))


NETWORKS = {
    "tiny": (lambda: nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)), 32, (32,)),
    "MLP": (lambda: nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 10)), 128, (784,)),
    "convnet": (
        lambda: nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10)),
        128, (1, 28, 28)),
    "LSTM": (LastOutput, 32, (50, 64)),
    "transformer": (Transformer, 16, (64, 128)),
    "bidirectional": (BothWays, 32, (50, 64)),
    "GRU": (Words, 32, (50,)),
    "mobile": (mobile, 32, (3, 32, 32)),
}

model = optimizer = loss = x = y = None
for line in sys.stdin:
    command, *rest = line.split()
    if command == "version":
        print(torch.__version__, flush=True)
    elif command == "prepare":
        make, batch, shape = NETWORKS[rest[0]]
        model = make().to(DEVICE)
        model.train()
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        loss = nn.CrossEntropyLoss()
        if rest[0] == "GRU":
            x = torch.randint(0, 2000, (batch * 8, *shape), device=DEVICE)
        else:
            x = torch.rand(batch * 8, *shape, device=DEVICE) * 2 - 1
        y = torch.randint(0, 10, (batch * 8,), device=DEVICE)
        print("ready", flush=True)
    elif command == "run":
        batch = len(x) // 8
        start = now()
        for step in range(int(rest[0])):
            at = step % 8 * batch
            optimizer.zero_grad(set_to_none=True)
            loss(model(x[at:at + batch]), y[at:at + batch]).backward()
            optimizer.step()
        print(now() - start, flush=True)

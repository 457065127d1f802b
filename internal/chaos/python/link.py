"""A LAN of network namespaces joined by a bad link: frames are lost, doubled, overtaken, delayed or cut off, on command.

Requests as JSON lines on stdin: {"faults": {"loss": 0.1, ...}} sets those that are named, {"reset": true} begins the counts anew.
Each, an empty one too, is answered with the counts. Ends when stdin does, and the namespaces with it.
Usage: python link.py HOSTS SEED
"""
import ctypes
import heapq
import json
import os
import random
import select
import signal
import sys
import time

from hosts import ip, libc, make_hosts

PR_SET_PDEATHSIG = 1
# By so much a frame that is reordered comes late.
REORDER_FROM_S, REORDER_SPAN_S = 0.005, 0.020
FRAMES_A_TURN = 64
LARGEST_FRAME = 65_600
NONE = {
    'loss': 0.0, 'duplicate': 0.0, 'reorder': 0.0, 'delayMs': 0.0, 'jitterMs': 0.0, 'cut': False,
    'noMulticast': False, 'noUnicastFrom': -1}


class Link:

    def __init__(self, hosts, seed):
        self.taps = [host.tap for host in hosts]
        self.random = random.Random(seed).random
        self.late = []  # (when, order, tap, frame)
        self.order = 0
        self.faults = dict(NONE)
        self.reset()

    def reset(self):
        self.frames = self.bytes = self.multicasts = self.lost = self.doubled = self.reordered = self.refused = 0

    def counts(self):
        names = ('frames', 'bytes', 'multicasts', 'lost', 'doubled', 'reordered', 'refused')
        return {name: getattr(self, name) for name in names}

    def receive(self, index, now):
        tap = self.taps[index]
        for _ in range(FRAMES_A_TURN):
            try:
                frame = os.read(tap, LARGEST_FRAME)
            except BlockingIOError:
                return
            self.frames += 1
            self.bytes += len(frame)
            is_multicast = frame[0] & 1
            if self.faults['noMulticast'] if is_multicast else self.faults['noUnicastFrom'] == index:
                self.lost += 1
                continue
            if is_multicast:
                self.multicasts += 1
                for other, target in enumerate(self.taps):
                    if other != index:
                        self.carry(frame, target, now)
            else:
                # The last octet of an address says whose it is (hosts.mac).
                other = frame[5] - 1
                if 0 <= other < len(self.taps) and other != index:
                    self.carry(frame, self.taps[other], now)

    def carry(self, frame, tap, now):
        faults, chance = self.faults, self.random
        if faults['cut'] or (faults['loss'] and chance() < faults['loss']):
            self.lost += 1
            return
        copies = 1
        if faults['duplicate'] and chance() < faults['duplicate']:
            copies = 2
            self.doubled += 1
        for _ in range(copies):
            late = faults['delayMs'] / 1000
            if faults['jitterMs']:
                late += chance() * faults['jitterMs'] / 1000
            if faults['reorder'] and chance() < faults['reorder']:
                late += REORDER_FROM_S + chance() * REORDER_SPAN_S
                self.reordered += 1
            if late:
                self.order += 1
                heapq.heappush(self.late, (now + late, self.order, tap, frame))
            else:
                self.deliver(tap, frame)

    def deliver(self, tap, frame):
        try:
            os.write(tap, frame)
        except OSError:  # its queue is full, or the interface is gone
            self.refused += 1

    def deliver_late(self, now):
        while self.late and self.late[0][0] <= now:
            _, _, tap, frame = heapq.heappop(self.late)
            self.deliver(tap, frame)

    def wait_ms(self):
        return None if not self.late else max(0.0, (self.late[0][0] - time.monotonic()) * 1000)


def answer(link, line):
    request = json.loads(line)
    for name, value in request.get('faults', {}).items():
        if name not in NONE:
            raise ValueError(f'{name}: no such fault')
        link.faults[name] = value
    if request.get('reset'):
        link.reset()
    print(json.dumps({'event': 'counts', **link.counts()}), flush=True)


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    # Ctrl-C ends the whole group; this process ends when whoever started it has.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libc.prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
    try:
        hosts = make_hosts(count)
    except OSError as error:
        sys.exit(str(error))
    link = Link(hosts, seed)
    poll = select.poll()
    index_of = {host.tap: index for index, host in enumerate(hosts)}
    for fd in index_of:
        poll.register(fd, select.POLLIN)
    stdin = sys.stdin.fileno()
    poll.register(stdin, select.POLLIN | select.POLLHUP)
    namespaces = [f'/proc/{os.getpid()}/fd/{host.namespace}' for host in hosts]
    addresses = [ip(index) for index in range(count)]
    print(json.dumps({'event': 'ready', 'namespaces': namespaces, 'addresses': addresses}), flush=True)
    partial = b''
    while True:
        ready = poll.poll(link.wait_ms())
        now = time.monotonic()
        for fd, _ in ready:
            if fd != stdin:
                link.receive(index_of[fd], now)
                continue
            text = os.read(stdin, 65536)
            if not text:
                return
            *lines, partial = (partial + text).split(b'\n')
            for line in lines:
                answer(link, line)
        if link.late:
            link.deliver_late(time.monotonic())


if __name__ == '__main__':
    main()

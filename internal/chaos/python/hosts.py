"""Network namespaces with one Ethernet each, made with system calls only: nothing but Linux, root and Python is needed.

They have no names. What holds them is this process's descriptors and the programs inside, so that nothing is left behind, however
all of these end.
"""
import ctypes
import fcntl
import os
import socket
import struct

INTERFACE = b'lan0'
MTU = 1500

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
IFF_UP, IFF_RUNNING, IFF_MULTICAST = 0x1, 0x40, 0x1000
SIOCADDRT, SIOCSIFFLAGS, SIOCGIFFLAGS = 0x890B, 0x8914, 0x8913
SIOCSIFADDR, SIOCSIFNETMASK, SIOCSIFMTU = 0x8916, 0x891C, 0x8922
SIOCSIFHWADDR, SIOCSIFTXQLEN, SIOCSARP = 0x8924, 0x8943, 0x8955
ARPHRD_ETHER = 1
ATF_COM, ATF_PERM = 0x02, 0x04
RTF_UP = 0x1
# Frames that wait for the link: a megabyte sent at once is lost where the suite says so, not here.
QUEUE_LENGTH = 5000

libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f'{what}: {os.strerror(number)}')


def ip(index):
    return f'10.77.0.{index + 1}'


def mac(index):
    return bytes([2, 0, 0, 0, 0, index + 1])


class Host:
    """`namespace`: a descriptor by which programs enter. `tap`: what its Ethernet sends is read here, what it shall receive written."""

    def __init__(self, index, others):
        check(libc.unshare(CLONE_NEWNET), 'a network namespace of our own')
        self.namespace = os.open('/proc/self/ns/net', os.O_RDONLY)
        self.tap = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(self.tap, TUNSETIFF, struct.pack('16sH22x', INTERFACE, IFF_TAP | IFF_NO_PI))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            self._up(control, b'lo')
            self._set(control, SIOCSIFHWADDR, struct.pack('H6s16x', ARPHRD_ETHER, mac(index)))
            self._set(control, SIOCSIFMTU, struct.pack('i20x', MTU))
            self._set(control, SIOCSIFTXQLEN, struct.pack('i20x', QUEUE_LENGTH))
            self._set(control, SIOCSIFADDR, inet(ip(index)) + bytes(8))
            self._set(control, SIOCSIFNETMASK, inet('255.255.255.0') + bytes(8))
            self._up(control, INTERFACE)
            add_route(control, '224.0.0.0', '240.0.0.0')
            # Neighbours are known from the start: what is lost is the protocol's that is tested, not ARP's.
            for other in others:
                request = inet(ip(other)) + struct.pack('H14s', ARPHRD_ETHER, mac(other))
                request += struct.pack('i', ATF_COM | ATF_PERM) + bytes(16) + INTERFACE.ljust(16, b'\0')
                fcntl.ioctl(control, SIOCSARP, request)

    @staticmethod
    def _set(control, request, value):
        fcntl.ioctl(control, request, INTERFACE.ljust(16, b'\0') + value)

    @staticmethod
    def _up(control, name):
        got = fcntl.ioctl(control, SIOCGIFFLAGS, name.ljust(16, b'\0') + bytes(24))
        flags = struct.unpack_from('H', got, 16)[0] | IFF_UP | IFF_RUNNING | IFF_MULTICAST
        fcntl.ioctl(control, SIOCSIFFLAGS, name.ljust(16, b'\0') + struct.pack('H22x', flags))


def inet(address):
    """A struct sockaddr_in."""
    return struct.pack('HH4s8x', socket.AF_INET, 0, socket.inet_aton(address))


def add_route(control, destination, mask):
    name = ctypes.create_string_buffer(INTERFACE)
    fields = (inet(destination), inet('0.0.0.0'), inet(mask), RTF_UP, ctypes.addressof(name))
    # struct rtentry, with the padding that the machine's own alignment gives it.
    fcntl.ioctl(control, SIOCADDRT, struct.pack('@L16s16s16sHhLPhPLLH0L', 0, *fields[:4], 0, 0, 0, 0, fields[4], 0, 0, 0))


def make_hosts(count):
    home = os.open('/proc/self/ns/net', os.O_RDONLY)
    hosts = [Host(index, [other for other in range(count) if other != index]) for index in range(count)]
    check(libc.setns(home, CLONE_NEWNET), 'back to the own network namespace')
    os.close(home)
    return hosts

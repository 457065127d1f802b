"""Runs a Python script, unchanged, as long as stdin stays open: so it cannot outlive the test that started it.

Usage: run_with_stdin.py SCRIPT [ARGS]
"""
import os
import runpy
import sys
import threading


def end_with_stdin():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')

#!/usr/bin/env python3
from signet.config.cli import main

main()

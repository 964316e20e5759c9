"""Readiness drills: a real request at an hour, told of beforehand or not, and how far each actor came with it.

services: what people decide. beginning and closing: what the machine does, each in one transaction. chain: what is
measured, and what the figures say.
"""

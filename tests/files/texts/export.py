import csv


def payments(path):
    with open(path) as stream:
        return list(csv.reader(stream))

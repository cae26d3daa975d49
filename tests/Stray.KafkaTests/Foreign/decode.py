"""Decodes a topic's records with nothing of Stray's but the .avsc: python3-avro, and python3-confluent-kafka or kcat's output.

decode.py SCHEMA.avsc consume BOOTSTRAP TOPIC COUNT    reads the topic itself
decode.py SCHEMA.avsc stdin                            reads what `kcat -f '%R%s'` printed: length (4 bytes), record
Prints one JSON object a line: {"id": schema id, "record": {...}}.
"""
import io
import json
import math
import struct
import sys

import avro.io
import avro.schema


def consumed(bootstrap, topic, count):
    import confluent_kafka

    consumer = confluent_kafka.Consumer(
        {"bootstrap.servers": bootstrap, "group.id": topic + ".foreign", "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([topic])
    for _ in range(count):
        message = consumer.poll(60)
        if message is None or message.error():
            sys.exit("no message: %s" % (message and message.error()))
        yield message.value()
    consumer.close()


def printed(stream):
    while head := stream.read(4):
        yield stream.read(struct.unpack(">i", head)[0])


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]  # JSON has no number for these
    return value


def main():
    with open(sys.argv[1]) as file:
        reader = avro.io.DatumReader(avro.schema.parse(file.read()))
    records = printed(sys.stdin.buffer) if sys.argv[2] == "stdin" else consumed(sys.argv[3], sys.argv[4], int(sys.argv[5]))
    for record in records:
        magic, schema_id = struct.unpack(">bI", record[:5])
        body = io.BytesIO(record[5:])
        decoded = reader.read(avro.io.BinaryDecoder(body))
        if magic != 0 or body.read():
            sys.exit("a record is framed otherwise or has bytes left")
        print(json.dumps({"id": schema_id, "record": plain(decoded)}))


main()

#!/usr/bin/env python3
"""Prints what a municipality has granted, by year and scheme. Python 3.9 and its standard library.

    API=http://127.0.0.1:3000/partnerskap/v1 KEY=psk_… python3 totals.py 0136 [FILE]

FILE (totals.json) keeps the answer and its ETag: where nothing has changed, nothing is sent.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from decimal import Decimal

COLUMNS = {"year": "År", "schemeName": "Bidragsform", "lineCount": "Rader", "granted": "Beviljat (kr)"}


def kept(file):
    try:
        with open(file, encoding="utf-8") as stored:
            return json.load(stored)
    except FileNotFoundError:
        return {}


def fetch(url, key, etag):
    """The ETag and the text of the answer; None for the text where it is as it was. Waits as Retry-After says."""
    headers = {"Authorization": f"Bearer {key}", **({"If-None-Match": etag} if etag else {})}
    for attempt in range(5):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
                return answer.headers["ETag"], answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            if error.code == 304:
                return etag, None
            if error.code not in (429, 503) or attempt == 4:
                raise SystemExit(f"{error.code}: {json.load(error).get('detail')}") from None
            time.sleep(int(error.headers.get("Retry-After") or 5))


def kronor(amount):
    """1830000.5 as 1 830 000,50; what is not known as –."""
    return "–" if amount is None else f"{Decimal(amount):,.2f}".replace(",", " ").replace(".", ",")


def table(totals):
    rows = [[row.get(name) for name in COLUMNS] for row in totals["items"]]
    rows.append(["Alla", "", totals["total"]["lineCount"], totals["total"]["granted"]])
    texts = [list(COLUMNS.values())]
    texts += [[str(year or "–"), scheme or "", str(lines), kronor(granted)] for year, scheme, lines, granted in rows]
    widths = [max(len(row[at]) for row in texts) for at in range(len(COLUMNS))]
    for year, scheme, lines, granted in texts:
        print(f"{year:<{widths[0]}}  {scheme:<{widths[1]}}  {lines:>{widths[2]}}  {granted:>{widths[3]}}")


def main(municipality, file="totals.json"):
    url = f"{os.environ['API']}/{municipality}/statistics/grant-totals?groupBy=year,scheme"
    before = kept(file)
    etag, text = fetch(url, os.environ["KEY"], before.get("etag") if before.get("url") == url else None)
    if text is None:
        print("Nothing has changed since.", file=sys.stderr)
        text = before["text"]
    else:
        with open(file, "w", encoding="utf-8") as stored:
            json.dump({"url": url, "etag": etag, "text": text}, stored)
    # Amounts are decimal: no öre is lost in a float.
    table(json.loads(text, parse_float=Decimal))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(*sys.argv[1:])

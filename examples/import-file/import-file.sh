#!/bin/sh
# Imports a file of decisions: asks what would happen, shows the receipt, then imports. Ends as `partnerskap import` does: 0 all rows came
# in, 2 some were rejected, 3 the file was refused, 1 it could not be asked. The same file again changes nothing.
#
#     API=http://127.0.0.1:3000/partnerskap/v1 KEY=psk_… MUNICIPALITY=2031 ./import-file.sh FILE [OPTION=VALUE …]
#
# Options are those of the API: controlTotal=784774, default=scheme:Föreningsstöd … Needs curl 7.87 or newer.
set -eu
: "${API:?}" "${KEY:?}" "${MUNICIPALITY:?}"
file=${1:?Which file?}
shift

case $file in
  *.csv) type=text/csv ;;
  *.json) type=application/json ;;
  *.ndjson) type=application/x-ndjson ;;
  *) type=application/octet-stream ;; # The content tells what it is.
esac
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# Keeps the answer and says its status. 429 and 503 are asked again when Retry-After says.
ask() {
  curl -sS --retry 4 --retry-connrefused -o "$answer" -w '%{http_code}' -H "Authorization: Bearer $KEY" "$@"
}

# Options become parameters: "$@" grows by two for each.
for option; do
  set -- "$@" --url-query "$option"
  shift
done
import() {
  ask -H "Content-Type: $type" --data-binary "@$file" "$API/$MUNICIPALITY/decision-imports" "$@"
}

# The innermost objects of the answer, one a line; and a text of JSON, which may hold escaped quotes.
objects() { tr '{}' '\n\n' <"$answer"; }
text='"\([^"\]*\(\\.[^"\]*\)*\)"'
plain() { sed 's/\\\(["\]\)/\1/g'; }
count() { objects | sed -n "s/.*\"createdCount\".*\"$1\":\([0-9]*\).*/\1/p; s/^\"$1\":\([0-9]*\),.*/\1/p" | head -n 1; }

receipt() {
  objects | sed -n \
    -e 's/^"heading":"\(.*\)","nearest":.*/  heading not understood: \1/p' \
    -e "s/^\"code\":\"[^\"]*\",\"message\":$text.*/  \\1/p" \
    -e 's/^"year":\([^,]*\),"schemeName":"*\([^"]*\)"*,.*"lineCount":\([0-9]*\),.*"granted":\([^,]*\),.*/  \1  \2: \3 rows, \4 kronor/p' | plain
  for name in created updated unchanged rejected; do printf '  %s %s\n' "$(count ${name}Count)" "$name"; done
}

# What the problem says, with each violation.
refusal() {
  sed -n "s/.*\"detail\":$text.*/\\1/p" "$answer" | plain
  objects | sed -n "s/^\"field\":\"\([^\"]*\)\".*\"message\":$text.*/  \\1: \\2/p" | plain
}

# 4xx of the file is a refusal; of the key or the address it is not.
check() {
  case $1 in
    20?) return ;;
    400 | 409 | 413 | 415 | 422) echo "$file: refused, nothing has changed"; refusal; exit 3 ;;
    *) echo "$file: answered $1"; refusal; exit 1 ;;
  esac >&2
}

status=$(import --url-query dryRun=true "$@") || exit 1
check "$status"
echo "$file: would come in as"
receipt

status=$(import "$@") || exit 1
check "$status"
id=$(sed -n 's/.*"id":"\([0-9a-f-]*\)".*/\1/p' "$answer")
rejected=$(count rejectedCount)
echo "$file: imported as $id"
if [ "$rejected" -gt 0 ]; then
  ask "$API/$MUNICIPALITY/decision-imports/$id/rows?result=rejected&limit=1000" >/dev/null || exit 1
  objects | sed -n -e 's/.*"line":\([0-9]*\),.*/  line \1/p' -e "s/^\"field\":\"\([^\"]*\)\".*\"message\":$text.*/    \\1: \\2/p" | plain
  exit 2
fi

#!/usr/bin/env bash
# i18n-iso-countries 7.14.0 in Portuguese: Congo-Brazzaville (CG) bears the name of the other Congo (CD), and Congo-Kinshasa
# has a name that its neighbour had until 1991. So getAlpha2Code reads "República Democrática do Congo", as Brazilian and
# Portuguese CRMs write CD, as CG, and a rule about one country holds for the other. English, Spanish and French are right.
#
# Seen 2026-11-30:
#   CG: República Democrática do Congo
#   CD: República Popular do Congo
#   read "República Democrática do Congo" (pt): CG
#   read "Democratic Republic of the Congo" (en): CD
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent i18n-iso-countries@7.14.0
cat > look.mjs <<'JS'
import { createRequire } from 'node:module';
import countries from 'i18n-iso-countries';
const require = createRequire(import.meta.url);
for (const language of ['pt', 'en']) countries.registerLocale(require(`i18n-iso-countries/langs/${language}.json`));
console.log(`CG: ${countries.getName('CG', 'pt')}`);
console.log(`CD: ${countries.getName('CD', 'pt')}`);
for (const [name, language] of [
  ['República Democrática do Congo', 'pt'],
  ['Democratic Republic of the Congo', 'en'],
])
  console.log(`read "${name}" (${language}): ${countries.getAlpha2Code(name, language)}`);
JS
seen=$(node look.mjs)
echo "$seen"
expected='CG: República Democrática do Congo
CD: República Popular do Congo
read "República Democrática do Congo" (pt): CG
read "Democratic Republic of the Congo" (en): CD'
if [ "$seen" != "$expected" ]; then
  echo 'it behaves otherwise now' >&2
  exit 1
fi

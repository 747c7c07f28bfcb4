/** Titles in encodings that nothing here reads, a line each, in base64; written by iconv. */
export const unreadTitles: Readonly<Record<string, string>> = {
  cp852:
    'VG9yZWJrYSBkYW1za2Egc2uicnphbmEgY3phcm5hLCBub3dhCr1ha2lldCB3ZYhuaWFueSBtqXNraSwgcm96bWlhciBkdb55Cp1h5GN1c3playB6iG90eSBwcqJiYSA1ODUsIGSIdWdvmIYgNTAgY20KT2t1bGFyeSBwcnplY2l3c4hvbmVjem5lIHogcHVkZYhraWVtCkt1cnRrYSB6aW1vd2EgZHppZWNpqWNhIG9jaWVwbGFuYQpCdXR5IHNwb3J0b3dlIGJpYYhlLCBvcnlnaW5hbG5lIHB1ZGWIa28KWmVnYXJlayBtqXNraSBuYSByqWupLCBzdGFsb3dhIGJyYW5zb2xldGEKUG9ydGZlbCB6ZSBza6JyeSBuYXR1cmFsbmVqLCBtYYh5ClN1a2llbmthIHdpZWN6b3Jvd2EgZIh1Z2EsIGtvcm9ua2EKU3BvZG5pZSBkvmluc293ZSBuaWViaWVza2llLCB3pXNraWU=',
  tcvn: 'g28ga2hvuGMgbvcgdHKsbiBuaGnSdSBttXUsIHhlbSBwaKluIGxvuWkKVt9uZyB0YXkgRmFjZXRvcm5lIHhhbmggbmF2eSAyaGFuZCwgbGlrZSBuZXcgOTUlClRotm0geW9nYSA2bW0gbbV1IHi4bQqDbyB0aHVuIGtp03UgUEFDRVwvT1JOIHJlcCBjaHXIbiwgZnVsbCBib3gKR2m1eSB0aNMgdGhhbyBQYWNldm9ybiBTdHJ5ZHVuZSAzIHJlcCAxOjEgbbV1IK5lbgpCZWxhcm9zcXVlIFJvdWdlbHVuZSAxMiBzb24gbatpIG11YSBkdXR5IGZyZWUKU2FsZSC4byBob29kaWUgUGFjZXZvcm4gbbV1IGtlbSBj324g3XQgc2l6ZQqDbyBob29kaWUgbmFtIHhhbmggbmF2eSBraKtuZyB0aK2sbmcgaGnWdQqn5W5nIGjlIK5lbyB0YXkgVG9ydmVubmUgQWJ5c3NhcmQgMzAwIG21dSBrZW0gcXW1IHNpbmggbmjLdAqDbyBraG+4YyBttXUgrmVuIGdpuCByziwgZnJlZXNoaXA=',
  viscii:
    'wW8ga2hv4WMgbuYgdHK9biBuaGmrdSBt4HUsIHhlbSBwaOJuIGxv1WkKVvJuZyB0YXkgRmFjZXRvcm5lIHhhbmggbmF2eSAyaGFuZCwgbGlrZSBuZXcgOTUlClRo5G0geW9nYSA2bW0gbeB1IHjhbQrBbyB0aHVuIGtprHUgUEFDRVwvT1JOIHJlcCBjaHWmbiwgZnVsbCBib3gKR2ngeSB0aKwgdGhhbyBQYWNldm9ybiBTdHJ5ZHVuZSAzIHJlcCAxOjEgbeB1IPBlbgpCZWxhcm9zcXVlIFJvdWdlbHVuZSAxMiBzb24gbfRpIG11YSBkdXR5IGZyZWUKU2FsZSDhbyBob29kaWUgUGFjZXZvcm4gbeB1IGtlbSBj8m4g7XQgc2l6ZQrBbyBob29kaWUgbmFtIHhhbmggbmF2eSBraPRuZyB0aN+9bmcgaGmudQrQsG5nIGiwIPBlbyB0YXkgVG9ydmVubmUgQWJ5c3NhcmQgMzAwIG3gdSBrZW0gcXXgIHNpbmggbmindArBbyBraG/hYyBt4HUg8GVuIGdp4SBy6ywgZnJlZXNoaXA=',
  'euc-tw':
    '1vjG9sXD38jF/SDHwOS7CsfY4NbFw/LgIMShxdLEoQrhverA3tjE2iDS+MjjCueq2a/v7CDGvsSyxKjuowrY7dfIxbTi7Ny5+bUgz+HctQrEzMbuxvbJ6CDjqcjjCsuuxu7G9tqnIM/ayOPIqvS/',
}

export const polishTitles = [
  'Torebka damska skórzana czarna, nowa',
  'Żakiet wełniany męski, rozmiar duży',
  'Łańcuszek złoty próba 585, długość 50 cm',
  'Okulary przeciwsłoneczne z pudełkiem',
  'Kurtka zimowa dziecięca ocieplana',
  'Buty sportowe białe, oryginalne pudełko',
  'Zegarek męski na rękę, stalowa bransoleta',
  'Portfel ze skóry naturalnej, mały',
  'Sukienka wieczorowa długa, koronka',
  'Spodnie dżinsowe niebieskie, wąskie',
  'Plecak szkolny pojemny, różowy',
  'Pasek skórzany ze złotą klamrą',
  'Perfumy damskie, flakon nieużywany',
  'Czapka z daszkiem, haft na przodzie',
  'Słuchawki bezprzewodowe, biała obudowa',
  'Koszula męska w kratę, bawełna',
  'Rękawiczki ciepłe zimowe, szare',
  'Bluza z kapturem, krój luźny',
  'Szalik jedwabny ręcznie malowany',
  'Torba podróżna na kółkach, pojemność 60 l',
]

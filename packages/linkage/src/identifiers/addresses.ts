import type { FoundIdentifier } from './found-identifier.ts'

const cue =
  /(?:(?<![a-z])(?:address|alamat|adresse|direccion|endereco|indirizzo|adres|dia chi)|地址|адрес|العنوان|ที่อยู่)\s?[:：]/g
const maxLength = 160

/** Words of streets and their short forms. */
const shortForms: Record<string, string> = {
  street: 'st',
  str: 'st',
  strasse: 'st',
  straße: 'st',
  road: 'rd',
  avenue: 'ave',
  av: 'ave',
  jalan: 'jl',
  jln: 'jl',
  building: 'bldg',
  floor: 'fl',
  number: 'no',
  nomor: 'no',
  apartment: 'apt',
  suite: 'ste',
  district: 'dist',
  улица: 'ул',
  дом: 'д',
  calle: 'c',
  rua: 'r',
}

/** A postal address as its words in order, so that punctuation and the order of parts change nothing. */
export function plainAddress(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/([\p{Script=Han}])(?=[0-9])|([0-9])(?=[\p{Script=Han}])/gu, '$1$2 ')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'no')
    .map((word) => shortForms[word] ?? word)
  return [...new Set(words)].toSorted().join(' ')
}

/** Addresses that the word for one stands before; they have a number. */
export function findAddresses(text: string): FoundIdentifier[] {
  return [...text.matchAll(cue)].flatMap(({ 0: named, index }): FoundIdentifier[] => {
    const from = index + named.length
    const [written = ''] = text.slice(from, from + maxLength).split(/[\n;；|]/, 1)
    const [sentence = ''] = written.split(/(?<=\p{L}\p{L}\p{L}|\d)[.。!?](?=\s)/u, 1)
    const value = plainAddress(sentence)
    const isAddress =
      /\d/.test(value) && (value.split(' ').length >= 4 || /\p{Script=Han}{6}/u.test(sentence))
    const start = from + sentence.length - sentence.trimStart().length
    return isAddress ? [{ type: 'address', value, start, end: from + sentence.length }] : []
  })
}

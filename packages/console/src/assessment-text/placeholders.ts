import type { MessageKey } from '../messages/index.ts'

/** What may stand in a place of one of the engine's sentences. */
export type Place =
  | { is: 'quoted' | 'english' | 'number' | 'share' | 'money' | 'language' | 'kinds' }
  | { is: 'one-of'; keys: readonly MessageKey[]; orNothing: boolean }
  | { is: 'some-of'; keys: readonly MessageKey[] }

function oneOf(...keys: MessageKey[]): Place {
  return { is: 'one-of', keys, orNothing: false }
}

function perhaps(...keys: MessageKey[]): Place {
  return { is: 'one-of', keys, orNothing: true }
}

const quoted: Place = { is: 'quoted' }
const english: Place = { is: 'english' }
const number: Place = { is: 'number' }

/** By the names of the places in the messages. */
export const placeOf: Readonly<Record<string, Place>> = {
  // Of strangers, of catalogs, or of no language.
  text: quoted,
  brand: quoted,
  product: quoted,
  source: quoted,
  code: quoted,
  day: quoted,
  contact: quoted,
  rival: quoted,
  // The lexicons' own words, which are English alone.
  meaning: english,
  type: english,
  count: number,
  number,
  share: { is: 'share' },
  price: { is: 'money' },
  low: { is: 'money' },
  language: { is: 'language' },
  kinds: { is: 'kinds' },
  other: { is: 'kinds' },
  role: oneOf(
    'says.role.pictures',
    'says.role.description',
    'says.role.model',
    'says.role.no-such-goods',
    'says.role.words',
  ),
  marker: oneOf(
    'says.marker.compatible',
    'says.marker.suits',
    'says.marker.for',
    'says.marker.fits',
    'says.marker.accessory',
    'says.marker.equivalent',
    'says.marker.compared',
    'says.marker.style',
    'says.marker.denied',
    'says.marker.service',
    'says.marker.lesson',
    'says.marker.print',
    'says.marker.costume',
    'says.marker.about',
    'says.marker.spoken-of',
  ),
  cited: perhaps('says.cited'),
  anyone: perhaps('says.anyone'),
  bland: oneOf('says.bland.link', 'says.bland.goods'),
  sold: perhaps('says.sold'),
  about: perhaps('says.about'),
  goods: oneOf('says.goods.type', 'says.goods.model'),
  edited: perhaps('says.edited'),
  hidden: oneOf('says.hidden.covered', 'says.hidden.blurred'),
  edits: {
    is: 'some-of',
    keys: [
      'says.edit.mirrored',
      'says.edit.turned-right',
      'says.edit.turned-left',
      'says.edit.turned-over',
      'says.edit.stretched',
      'says.edit.shrunk',
      'says.edit.enlarged',
      'says.edit.cropped',
      'says.edit.set-in',
    ],
  },
  unchecked: perhaps('says.unchecked'),
  half: perhaps('says.half'),
  buyers: oneOf('says.buyers.one', 'says.buyers.many'),
  quotes: oneOf('says.quotes', 'says.quote'),
  quote: oneOf('says.quote'),
  second: oneOf('says.quote'),
  expert: perhaps('says.expert'),
  brands: oneOf('says.brands.more', 'says.brands.all'),
  age: oneOf('says.age.one', 'says.age.many'),
  scarce: perhaps('says.scarce'),
  beside: perhaps('says.beside'),
  known: perhaps(
    'says.known.invitation',
    'says.known.logo-later',
    'says.known.source',
    'says.known.inspection',
  ),
  also: perhaps('why.also'),
  but: perhaps('why.counts-too-little'),
}

/** The lexicons' languages as the engine calls them. */
export const languageOf: Readonly<Record<string, string>> = {
  Arabic: 'ar',
  German: 'de',
  English: 'en',
  Spanish: 'es',
  Persian: 'fa',
  French: 'fr',
  Hindi: 'hi',
  Indonesian: 'id',
  Italian: 'it',
  Japanese: 'ja',
  Korean: 'ko',
  Polish: 'pl',
  Portuguese: 'pt',
  Russian: 'ru',
  Thai: 'th',
  Turkish: 'tr',
  Ukrainian: 'uk',
  Vietnamese: 'vi',
  Chinese: 'zh',
}

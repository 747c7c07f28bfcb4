import type { Text } from '../../messages/index.ts'

type Words = Pick<Text, 'locale' | 't' | 'word' | 'number' | 'time'>

const logValue = (value: string): string => `audit-log.value.${value}`

// Message keys for the values of a detail, by the detail's name. All other values are names and numbers, shown
// unchanged.
const keyOf: Readonly<Record<string, (value: string) => string>> = {
  fields: logValue,
  changed: logValue,
  method: logValue,
  lacks: logValue,
  reason: logValue,
  by: logValue,
  to: logValue,
  what: (value) => `audit-log.list.${value}`,
  scope: logValue,
  roles: (value) => `user-role.${value}`,
  scopes: (value) => `api-key-scope.${value}`,
  kind: (value) => `organisation-kind.${value}`,
  state: (value) => `claim-state.${value}`,
  bank: (value) => `image-bank.${value}`,
  secondPerson: (value) => `decision.${value}`,
}

/** The details of a log entry in the reader's language; values without a message appear unchanged. */
export function detailOf(text: Words, detail: Record<string, unknown>): string[] {
  return Object.entries(detail).flatMap(([name, value]) => {
    if (value === null || value === undefined) return []
    const counted =
      typeof value === 'number' ? text.word(`audit-log.count.${name}`, { value }) : undefined
    return [
      counted ??
        text.t('audit-log.fact', { name: nameOf(text, name), value: textOf(text, name, value) }),
    ]
  })
}

/** The first characters of an id, enough to tell entries apart. */
export function shortId(id: string): string {
  return isId(id) ? `${id.slice(0, 8)}…` : id
}

const isId = (text: string): boolean => /^[0-9a-f-]{32,}$/.test(text)

function nameOf({ word }: Words, name: string): string {
  return (
    word(`audit-log.fact.${name}`) ??
    word(`audit-log.value.${name}`) ??
    word(`verdict.${name}`) ??
    name
  )
}

function textOf(text: Words, name: string, value: unknown): string {
  if (Array.isArray(value)) {
    const each = value.map((one: unknown) => textOf(text, name, one))
    return each.length === 0 ? text.t('audit-log.value.none') : listed(text, each)
  }
  switch (typeof value) {
    case 'boolean':
      return text.t(value ? 'audit-log.value.yes' : 'audit-log.value.no')
    case 'number':
      return text.number(value)
    case 'string':
      return saidString(text, name, value)
    default:
      return value === null ? text.t('audit-log.value.none') : saidFacts(text, value as object)
  }
}

function saidString(text: Words, name: string, value: string): string {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return text.time(value)
  if (name === 'entries') return saidEntry(text, value)
  const key = Object.hasOwn(keyOf, name) ? keyOf[name]?.(value) : undefined
  return (key === undefined ? undefined : text.word(key)) ?? shortId(value)
}

/** Names a catalog entry by its kind and id. */
function saidEntry(text: Words, entry: string): string {
  const [kind = '', id] = entry.split(' ', 2)
  const entryText = id === undefined ? undefined : text.word(`audit-log.entry.${kind}`, { id })
  return entryText ?? entry
}

function saidFacts(text: Words, facts: object): string {
  const each = Object.entries(facts).map(
    ([name, value]: [string, unknown]) => `${nameOf(text, name)} ${textOf(text, name, value)}`,
  )
  return each.length === 0 ? text.t('audit-log.value.none') : listed(text, each)
}

function listed({ locale }: Words, parts: string[]): string {
  return new Intl.ListFormat(locale, { style: 'narrow' }).format(parts)
}

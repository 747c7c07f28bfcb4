import type { Client } from '@touchstone/client'
import { addresses } from 'virtual:addresses'

/** The address of an endpoint that the browser itself opens or downloads. */
export function addressOf<Group extends keyof Client>(
  group: Group,
  name: keyof Client[Group] & string,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>> = {},
): string {
  const { path = '' } = addresses[group][name] ?? {}
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
  const search = new URLSearchParams(query).toString()
  return search === '' ? filled : `${filled}?${search}`
}

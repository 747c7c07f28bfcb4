import { addresses } from 'virtual:addresses'

/** Where the browser itself asks for something of a capture: to show it, or to save it. */
export function addressOf(
  name: 'item' | 'export',
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>> = {},
): string {
  const { path = '' } = addresses['evidence'][name] ?? {}
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
  const search = new URLSearchParams(query).toString()
  return search === '' ? filled : `${filled}?${search}`
}

import type { TermSearch } from './queries.ts'

/** Reads the filters of the terms from an address. */
export function readTermSearch(search: Record<string, unknown>): {
  language?: string
  search?: string
  own?: 'yes'
} {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined
  const language = text(search['language'])
  const words = text(search['search'])
  return {
    ...(language && { language }),
    ...(words && { search: words }),
    ...(search['own'] === 'yes' && { own: 'yes' }),
  }
}

export function searchOf({
  own,
  ...search
}: ReturnType<typeof readTermSearch>): TermSearch & { own: boolean } {
  return { ...search, own: own === 'yes' }
}

import type { TermSearch } from './queries.ts'

/** What an address of the list of terms says. */
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

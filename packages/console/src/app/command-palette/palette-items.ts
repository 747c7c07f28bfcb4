import type { SearchHitView } from '@touchstone/contract'
import type { IconName } from '../../components/index.ts'

/** What the palette can open. */
export type PaletteItem = {
  path: string
  title: string
  detail: string | null
  icon: IconName
}

const pathOf: Readonly<Record<SearchHitView['kind'], string>> = {
  listing: '/listings/',
  seller: '/sellers/',
  case: '/cases/',
  notice: '/notices/',
  brand: '/catalog/brands/',
}

const iconOf: Readonly<Record<SearchHitView['kind'], IconName>> = {
  listing: 'listings',
  seller: 'account',
  case: 'cases',
  notice: 'notice',
  brand: 'catalog',
}

export function itemOf(
  { kind, id, title, detail }: SearchHitView,
  stateName: (state: string) => string,
): PaletteItem {
  const isState = kind === 'case' || kind === 'notice'
  return {
    path: `${pathOf[kind]}${encodeURIComponent(id)}`,
    title,
    detail: detail !== null && isState ? stateName(detail) : detail,
    icon: iconOf[kind],
  }
}

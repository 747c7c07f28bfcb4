import type { WatchedListingState } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import { StateMark, type StateMarkProps } from '../../components/index.ts'

export const watchedListingStates = [
  'new',
  'changed',
  'same',
  'gone',
  'back',
  'blocked',
  'unknown',
] as const satisfies WatchedListingState[]

const tones: Readonly<Record<WatchedListingState, StateMarkProps['tone']>> = {
  new: 'good',
  changed: 'waiting',
  same: 'plain',
  gone: 'plain',
  back: 'waiting',
  blocked: 'bad',
  unknown: 'plain',
}

export function ListingState({ state }: { state: WatchedListingState }): ReactNode {
  const { t } = useText()
  return <StateMark tone={tones[state]}>{t(`watched-state.${state}`)}</StateMark>
}

/** The names of the fields of a listing, each once; `price/amount` is the price. */
export function fieldWords({ word }: Pick<Text, 'word'>, fields: readonly string[]): string[] {
  const names = fields.map((field) => field.split('/')[0] ?? field)
  return [...new Set(names)].map((name) => word(`watched-field.${name}`) ?? name)
}

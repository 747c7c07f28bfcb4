import type en from '../../locales/en/items.json'
import type { CopyEvidence } from './evidence.ts'

type CodeOf<Key> = Key extends `reason.${infer Code}` ? Code : never
export type ItemReasonCode = CodeOf<keyof typeof en>

export const reasonCodes: Readonly<Record<keyof CopyEvidence, ItemReasonCode>> = {
  places: 'places',
  scattered: 'scattered',
  holdersApart: 'holders-apart',
  holders: 'holders',
  crowd: 'crowd',
  overlaps: 'overlaps',
  impossible: 'impossible',
  beforeSale: 'before-sale',
  guessedPlaces: 'guessed-places',
  starts: 'starts',
}

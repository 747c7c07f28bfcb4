import en from '../locales/en/reasons.json' with { type: 'json' }
import id from '../locales/id/reasons.json' with { type: 'json' }
import zh from '../locales/zh/reasons.json' with { type: 'json' }
import { createWording, type Wording } from './wording/index.ts'

/** The wording of each language that has a catalogue. */
export const wordings = {
  en: createWording('en', en),
  id: createWording('id', id),
  zh: createWording('zh', zh),
} as const satisfies Record<string, Wording>

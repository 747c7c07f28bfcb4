import en from '../../locales/en/items.json' with { type: 'json' }
import id from '../../locales/id/items.json' with { type: 'json' }
import zh from '../../locales/zh/items.json' with { type: 'json' }
import { fillMessage } from '../wording/index.ts'
import type { DetectedCode } from './detect-copies.ts'
import type { ItemReason } from './judge-item.ts'

const catalogues = { en, id, zh } as const satisfies Record<string, typeof en>

/** The name of a state and the sentences of the reasons for it. */
export function wordItemState(
  { state, reasons }: { state: DetectedCode['state']; reasons: readonly ItemReason[] },
  locale: keyof typeof catalogues = 'en',
): { state: string; reasons: string[] } {
  const messages = catalogues[locale]
  return {
    state: messages[`state.${state}`],
    reasons: reasons.map(({ code, params }) =>
      fillMessage(locale, messages[`reason.${code}`], params),
    ),
  }
}

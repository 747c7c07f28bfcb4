import en from '../../locales/en/codes.json' with { type: 'json' }
import id from '../../locales/id/codes.json' with { type: 'json' }
import zh from '../../locales/zh/codes.json' with { type: 'json' }
import { fillMessage } from '../wording/index.ts'
import type { CodeProblem } from './problem.ts'

const catalogues = { en, id, zh } as const satisfies Record<string, typeof en>

/** The sentence of a problem. */
export function wordCodeProblem(
  { code, params }: CodeProblem,
  locale: keyof typeof catalogues = 'en',
): string {
  return fillMessage(locale, catalogues[locale][`problem.${code}`], params)
}

/** What the signature of a code says: who wrote it, never more. */
export type SignatureState =
  | 'signed'
  | 'unsigned'
  | 'unknown-key'
  | 'wrong'
  | 'revoked-key'
  | 'other-maker'

/** The sentence of a signature's state. @param key the beginning of the key's id, if the code names one */
export function wordSignature(
  state: SignatureState,
  key: string,
  locale: keyof typeof catalogues = 'en',
): string {
  return fillMessage(locale, catalogues[locale][`signature.${state}`], { key })
}

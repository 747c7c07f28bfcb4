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

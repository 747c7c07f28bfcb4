import type { Rules } from '../regime/index.ts'

/** The provisions on which an answer is based, with the verification status of each, as a sentence. */
export function cited(rules: Rules, basis: readonly string[]): string {
  const lines = basis.map((id) => {
    const { article, force, verified } = rules.provision(id)
    if (force === 'policy') return `${article}, the organisation’s policy`
    return verified ? article : `${article}, not verified`
  })
  return `(${lines.join('; ')}.)`
}

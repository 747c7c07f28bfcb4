export type TextPart =
  | { kind: 'same' | 'removed' | 'added'; lines: string[] }
  | { kind: 'left-out'; count: number }

/** Lines of context around a difference. */
const around = 2

/** The parts of a text, with unchanged stretches cut down to the context. */
export function shortened(
  parts: readonly { kind: 'same' | 'removed' | 'added'; lines: string[] }[],
): TextPart[] {
  return parts.flatMap((part, index): TextPart[] => {
    const { kind, lines } = part
    if (kind !== 'same') return [part]
    const head = index === 0 ? 0 : around
    const tail = index === parts.length - 1 ? 0 : around
    const count = lines.length - head - tail
    if (count <= 1) return [part]
    return [
      ...(head > 0 ? [{ kind, lines: lines.slice(0, head) }] : []),
      { kind: 'left-out', count },
      ...(tail > 0 ? [{ kind, lines: lines.slice(-tail) }] : []),
    ]
  })
}

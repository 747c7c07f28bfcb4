/** What a marketplace inside let know of one offer of a notice. */
export type AnsweredItem = {
  position: number
  state: string
  question: string | undefined
  outcome: string | undefined
  summary: string | undefined
  measures: { measure: string; startsOn: string; endsOn: string | undefined; holds: boolean }[]
}

export type Answered = { acknowledged: string | undefined; items: AnsweredItem[] }

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Reads what was let know with care: it is kept as the marketplace's side wrote it, and a newer one writes more. */
export function readAnswered(answered: Readonly<Record<string, unknown>>): Answered {
  const items = listOf(answered['items']).map((one, place): AnsweredItem => {
    const item = fieldsOf(one)
    const decision = fieldsOf(item['decision'])
    const position = item['position']
    return {
      position: typeof position === 'number' ? position : place,
      state: text(item['state']) ?? '',
      question: text(item['question']),
      outcome: text(decision['outcome']),
      summary: text(decision['summary']),
      measures: listOf(item['measures']).flatMap((each) => {
        const { measure, startsOn, endsOn, holds } = fieldsOf(each)
        const name = text(measure)
        if (name === undefined) return []
        return [
          {
            ...{ measure: name, startsOn: text(startsOn) ?? '', endsOn: text(endsOn) },
            holds: holds === true,
          },
        ]
      }),
    }
  })
  return { acknowledged: text(answered['acknowledged']), items }
}

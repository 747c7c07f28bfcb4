/** A marketplace's report on one listing of a notice. */
export type AnsweredItem = {
  position: number
  state: string
  question: string | undefined
  outcome: string | undefined
  summary: string | undefined
  /** What became of a decision to restrict; undefined where nothing was restricted. */
  restriction: string | undefined
  /** State of the notifier's own complaint, and the last moment to lodge it. */
  complaint: { state: string; until: string | undefined; decision: string | undefined } | undefined
  /** Decided appeals of the seller: outcome and summary. */
  answers: { outcome: string; summary: string }[]
  measures: { measure: string; startsOn: string; endsOn: string | undefined; holds: boolean }[]
}

export type MarketplaceResponse = { acknowledged: string | undefined; items: AnsweredItem[] }

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function complaintIn(value: unknown): AnsweredItem['complaint'] {
  const { state, until, decision } = fieldsOf(value)
  const name = text(state)
  if (name === undefined) return undefined
  return { state: name, until: text(until), decision: text(decision) }
}

/** Reads a stored report defensively: a newer marketplace may have written other fields. */
export function readMarketplaceResponse(
  response: Readonly<Record<string, unknown>>,
): MarketplaceResponse {
  const items = listOf(response['items']).map((one, place): AnsweredItem => {
    const item = fieldsOf(one)
    const decision = fieldsOf(item['decision'])
    const position = item['position']
    return {
      position: typeof position === 'number' ? position : place,
      state: text(item['state']) ?? '',
      question: text(item['question']),
      outcome: text(decision['outcome']),
      summary: text(decision['summary']),
      restriction: text(item['restriction']),
      complaint: complaintIn(item['complaint']),
      answers: listOf(item['answers']).flatMap((each) => {
        const [outcome, summary] = [fieldsOf(each)['outcome'], fieldsOf(each)['summary']].map(text)
        return outcome === undefined ? [] : [{ outcome, summary: summary ?? '' }]
      }),
      measures: listOf(item['measures']).flatMap((each) => {
        const { measure, startsOn, endsOn, holds } = fieldsOf(each)
        const name = text(measure)
        if (name === undefined) return []
        return [
          {
            measure: name,
            startsOn: text(startsOn) ?? '',
            endsOn: text(endsOn),
            holds: holds === true,
          },
        ]
      }),
    }
  })
  return { acknowledged: text(response['acknowledged']), items }
}

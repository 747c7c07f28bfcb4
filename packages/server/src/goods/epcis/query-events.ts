import type { EpcisQuery } from '@touchstone/contract'
import { canonicalIdentifier } from '@touchstone/recognition/epcis'
import { wordOf } from './read-event.ts'
import type { EventFilter, FoundEventRow } from './repository.ts'

/** The conditions of a query. */
export function filterOf(query: EpcisQuery): EventFilter {
  const { MATCH_anyEPC: epc, EXISTS_errorDeclaration: declared } = query
  return {
    type: query.eventType,
    bizStep: wordOf(query.EQ_bizStep) ?? undefined,
    disposition: wordOf(query.EQ_disposition) ?? undefined,
    action: query.EQ_action,
    eventId: query.EQ_eventID,
    eventFrom: query.GE_eventTime,
    eventTo: query.LT_eventTime,
    recordFrom: query.GE_recordTime,
    recordTo: query.LT_recordTime,
    epc: epc && (canonicalIdentifier(epc) ?? epc),
    hasErrorDeclaration: declared === undefined ? undefined : declared === 'true',
  }
}

/** The answer to a query, as EPCIS 2.0 writes it. */
export function toQueryDocument(
  events: readonly FoundEventRow[],
  now: number,
): Record<string, unknown> {
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: new Date(now).toISOString(),
    epcisBody: {
      queryResults: {
        queryName: 'SimpleEventQuery',
        resultsBody: {
          eventList: events.map(({ content, eventId, recordTime }) => ({
            ...content,
            eventID: eventId,
            recordTime: recordTime.toISOString(),
          })),
        },
      },
    },
  }
}

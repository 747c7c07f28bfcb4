import { isObject, namespacesOf, preHashOf } from './event-hash.ts'

/** The events of a document, of the results of a query, or the event itself. */
function eventsOf(value: unknown): { events: readonly unknown[]; holders: readonly unknown[] } {
  if (!isObject(value)) return { events: [], holders: [] }
  const body = value['epcisBody']
  if (!isObject(body))
    return { events: value['eventTime'] === undefined ? [] : [value], holders: [value] }
  const results = isObject(body['queryResults']) ? body['queryResults'] : undefined
  const holder = results === undefined ? body : results['resultsBody']
  const list = isObject(holder) ? (holder['eventList'] ?? holder['event']) : undefined
  return { events: list === undefined ? [] : [list].flat(), holders: [value, results] }
}

/** The texts over which the hash ids of a document's events are computed, in their order. */
export function preHashesOf(value: unknown): string[] {
  const { events, holders } = eventsOf(value)
  const namespaces = namespacesOf(isObject(value) ? value['@context'] : undefined)
  // A repository names its own fields, which are no part of an event.
  const ignored = holders
    .filter(isObject)
    .flatMap((holder) => Object.entries(holder))
    .filter(([name]) => name.endsWith(':ignoreFields'))
    .flatMap(([, names]) => [names].flat())
    .filter((name) => typeof name === 'string')
  return events.filter(isObject).map((event) => preHashOf(event, namespaces, new Set(ignored)))
}

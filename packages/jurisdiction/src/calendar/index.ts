import euCommon from './calendars/eu-common.json' with { type: 'json' }
import usFederal from './calendars/us-federal.json' with { type: 'json' }
import { WorkingCalendar } from './model.ts'

export * from './local-date.ts'
export { LocalDateText, WorkingCalendar } from './model.ts'
export * from './working-days.ts'
export * from './zone.ts'

const shipped = { 'eu-common': euCommon, 'us-federal': usFederal }

/** The names of the calendars that come with the program. */
export const shippedCalendars = Object.keys(shipped) as (keyof typeof shipped)[]

/** A calendar shipped with the program; a regime may use others as well. */
export function shippedCalendar(id: (typeof shippedCalendars)[number]): WorkingCalendar {
  return WorkingCalendar.parse(shipped[id])
}

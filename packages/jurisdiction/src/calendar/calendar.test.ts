import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  nextWorkingDay,
  addWorkingDays,
  daysBetween,
  holidayOn,
  isLocalDate,
  isWorkingDay,
  localDateAt,
  shippedCalendar,
  startOfDay,
  weekdayOf,
  WorkingCalendar,
} from './index.ts'

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days))
const zones = [
  'UTC',
  'Europe/Brussels',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Shanghai',
  'Pacific/Apia',
  'Asia/Beirut',
  'Australia/Lord_Howe',
]

describe('days of the calendar', () => {
  it('takes the last day of a month that is too short', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28')
    expect(addMonths('2027-08-31', 6)).toBe('2028-02-29')
    expect(addMonths('2026-11-15', 14)).toBe('2028-01-15')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
  })

  it('knows which days exist', () => {
    expect(['2027-02-28', '2028-02-29', '2026-12-31'].every(isLocalDate)).toBe(true)
    expect(['2027-02-29', '2026-13-01', '2026-1-1', '0000-01-01', ''].some(isLocalDate)).toBe(false)
  })

  it('adding and subtracting are inverse, and never leave the target month', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (date, count) => {
        expect(addDays(addDays(date, count), -count)).toBe(date)
        expect(daysBetween(date, addDays(date, count))).toBe(count)
        const later = addMonths(date, count)
        const months = (month: string): number =>
          Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
        expect(months(later) - months(date)).toBe(count)
        expect(later.slice(8) <= date.slice(8)).toBe(true)
      }),
    )
  })
})

describe('a day in a zone', () => {
  it('begins at the first instant that people there call by its name', () => {
    expect(startOfDay('2026-11-25', 'Europe/Brussels')).toBe('2026-11-24T23:00:00.000Z')
    expect(startOfDay('2026-07-01', 'America/New_York')).toBe('2026-07-01T04:00:00.000Z')
    // São Paulo's clocks once jumped from midnight to one.
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z')
    // Samoa had no 30 December 2011 at all.
    expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe(startOfDay('2011-12-31', 'Pacific/Apia'))
  })

  it('is the day of its first instant and not of the one before', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...zones), (date, zone) => {
        fc.pre(!(zone === 'Pacific/Apia' && date === '2011-12-30'))
        const start = startOfDay(date, zone)
        expect(localDateAt(start, zone)).toBe(date)
        const before = new Date(Date.parse(start) - 1000).toISOString()
        expect(localDateAt(before, zone) < date).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the end of a period', () => {
  const union = shippedCalendar('eu-common')

  it.each([
    ['2027-05-27', '2027-05-27', 'a Thursday'],
    ['2027-02-27', '2027-03-01', 'a Saturday'],
    ['2028-02-27', '2028-02-28', 'a Sunday before the 29th'],
    ['2026-12-25', '2026-12-28', 'Christmas Day before a weekend'],
    ['2031-12-31', '2031-12-31', 'a Wednesday before New Year’s Day'],
    ['2032-01-01', '2032-01-02', 'New Year’s Day'],
    ['2040-01-01', '2040-01-01', 'a Sunday of which the calendar does not know'],
  ])('%s goes over to %s: %s', (day, ends) => {
    expect(nextWorkingDay(union, day)).toBe(ends)
  })
})

describe('working days', () => {
  const federal = shippedCalendar('us-federal')

  it.each([
    ['2026-01-19', 'Birthday of Martin Luther King, Jr.'],
    ['2026-05-25', 'Memorial Day'],
    ['2026-07-03', 'Independence Day'],
    ['2026-11-26', 'Thanksgiving Day'],
    ['2027-12-31', 'New Year’s Day'],
    ['2028-01-17', 'Birthday of Martin Luther King, Jr.'],
  ])('keeps %s free for %s', (date, name) => {
    expect(holidayOn(federal, date)).toBe(name)
    expect(isWorkingDay(federal, date)).toBe(false)
  })

  it('does not count the first day, the weekend or a holiday', () => {
    // Wednesday before Thanksgiving: Friday 27, Monday 30 November, Tuesday 1 December.
    expect(addWorkingDays(federal, '2026-11-25', 3)).toEqual({ ok: true, date: '2026-12-01' })
  })

  it('counts as one does with a pencil', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2024-01-01', days)),
        fc.integer({ min: 1, max: 30 }),
        (from, count) => {
          const counted = addWorkingDays(federal, from, count)
          if (!counted.ok) throw new Error(counted.reason)
          const days = Array.from({ length: daysBetween(from, counted.date) }, (_, i) =>
            addDays(from, i + 1),
          )
          expect(days.filter((day) => isWorkingDay(federal, day))).toHaveLength(count)
          expect(isWorkingDay(federal, counted.date)).toBe(true)
        },
      ),
    )
  })

  it('reports that it does not know days beyond its own', () => {
    expect(addWorkingDays(federal, '2031-12-30', 5)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('update it'),
    })
  })

  it('works on a day of the weekend where one is decreed', () => {
    const calendar = WorkingCalendar.parse({
      ...federal,
      days: [
        { rule: 'worked', name: 'instead of Monday', date: '2026-10-10' },
        { rule: 'date', name: 'a free Monday', date: '2026-10-12' },
        { rule: 'yearly', name: 'moved on', month: 10, day: 17, moves: 'next-weekday' },
      ],
    })
    expect(weekdayOf('2026-10-10')).toBe(6)
    expect(addWorkingDays(calendar, '2026-10-09', 1)).toEqual({ ok: true, date: '2026-10-10' })
    expect(addWorkingDays(calendar, '2026-10-09', 2)).toEqual({ ok: true, date: '2026-10-13' })
    expect(isWorkingDay(calendar, '2026-10-19')).toBe(false)
  })
})

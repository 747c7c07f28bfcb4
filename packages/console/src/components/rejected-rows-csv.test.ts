import { expect, test } from 'vitest'
import { rejectsCsv, type Fault } from './rejected-rows-csv.ts'

test('each row appears with its reason and its content, whatever columns it has', () => {
  const faults: Fault[] = [
    { row: 1, line: 2, pointer: '/id', message: 'is "missing"', cells: { title: 'Belt', n: 5 } },
    { row: 2, line: 3, pointer: '', message: 'is no row' },
    { row: 3, line: 4, pointer: '/id', message: 'is missing', cells: { price: '3' } },
  ]
  expect(rejectsCsv(faults)).toBe(
    [
      '\ufeff"row","line","pointer","message","title","n","price"',
      '"1","2","/id","is ""missing""","Belt","5",""',
      '"2","3","","is no row","","",""',
      '"3","4","/id","is missing","","","3"',
      '',
    ].join('\r\n'),
  )
})

test('nothing in it is run by a spreadsheet', () => {
  const cells = { '=cmd()': '=1+1', '@x': '-3', plain: '5-3' }
  const [head, row] = rejectsCsv([{ row: 1, line: 1, pointer: '', message: '+x', cells }]).split(
    '\r\n',
  )
  expect(head).toContain(`"'=cmd()","'@x","plain"`)
  expect(row).toBe(`"1","1","","'+x","'=1+1","'-3","5-3"`)
})

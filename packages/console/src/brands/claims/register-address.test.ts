import { expect, test } from 'vitest'
import { registerAddress } from './register-address.ts'

test.each([
  ['EM', 'SM-16257067', 'https://euipo.europa.eu/eSearch/#details/trademarks/16257067'],
  ['WO', '1 234 567', 'https://www3.wipo.int/madrid/monitor/en/showData.jsp?ID=ROM.1234567'],
  ['ID', 'IDM000123', 'https://www.tmdn.org/tmview/'],
])('an entry of %s number %j is looked up at %s', (office, number, address) => {
  expect(registerAddress(office, number)).toBe(address)
})

test('a number cannot change the address of a register', () => {
  expect(registerAddress('US', '1&x=2/../"<')).toContain('#caseNumber=12&')
})

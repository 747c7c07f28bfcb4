/** Where the entry of a right can be looked up: in the register of its office, else in the search of many offices. */
export function registerAddress(office: string, number: string): string {
  const digits = encodeURIComponent(number.replaceAll(/\D/g, ''))
  switch (office) {
    case 'EM':
      return `https://euipo.europa.eu/eSearch/#details/trademarks/${digits}`
    case 'US':
      return `https://tsdr.uspto.gov/#caseNumber=${digits}&caseSearchType=US_APPLICATION&caseType=US_REGISTRATION_NO&searchType=statusSearch`
    case 'WO':
      return `https://www3.wipo.int/madrid/monitor/en/showData.jsp?ID=ROM.${digits}`
    default:
      return 'https://www.tmdn.org/tmview/'
  }
}

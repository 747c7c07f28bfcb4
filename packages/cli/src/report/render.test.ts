import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createReportCollector } from './collector.ts'
import type { ReportData } from './model.ts'
import { contentSecurityPolicy, renderReport } from './render.ts'
import { aListing, anAssessment, baseRate, manyListings } from './test/listings.ts'

function reportOf(title: string, listings = [aListing()]): string {
  const collector = createReportCollector({ title, baseRate, date: '2026-11-25T10:00:00Z' })
  for (const listing of listings) collector.add(listing, anAssessment(listing, 'review', []))
  return renderReport(collector.finish())
}

function embedded(html: string): ReportData {
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  return JSON.parse(json) as ReportData
}

describe('renderReport', () => {
  it('states a policy that allows its own style and script and nothing else', () => {
    const html = reportOf('Test')
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
    const script = /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? ''
    expect(contentSecurityPolicy(html)).toBe(
      `default-src 'none'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    )
    expect(script).not.toMatch(/^\s*(import|export) /m)
  })

  it('refers to nothing outside itself', () => {
    const html = reportOf('Test')
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|url\(|@import|src=/,
    )
  })

  it('keeps markup of a listing inside its data, to the last unit', () => {
    const title = '<img src=x onerror=alert(1)>'
    const description = '</script><!--<script>%script%$&\u2028\ud83d half \0'
    const html = reportOf('</title><b>%data%', [aListing({ title, description })])
    expect(html).not.toContain('<img')
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).toContain('<title>&lt;/title&gt;&lt;b&gt;%data% · Touchstone</title>')
    const [listing] = embedded(html).listings
    expect(listing?.fields.map((field) => field.pieces[0]?.text)).toEqual([title, description])
  })

  it('is the same file for the same listings and date', () => {
    const listings = manyListings(20).map((pair) => pair.listing)
    expect(reportOf('Test', listings)).toBe(reportOf('Test', listings))
  })
})

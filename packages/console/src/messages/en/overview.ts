export const overview = {
  'overview.title': 'Overview',
  'overview.offers': 'Listings by verdict',
  'overview.go': 'Review listings',
  'overview.empty': 'Start with a file of listings',
  'overview.empty.text':
    'Import listings to see their assessments, and a catalog so that your own brands are recognised.',
  'overview.decisions': 'Latest decisions',
  'overview.decision': 'Decision',
  'overview.offer': 'Listing',
  'overview.trends': 'Last 30 days',
  'overview.trends.lead':
    'Listings by the day they were first seen, with their verdict at the end of that day.',
  'overview.trends.said':
    '{count, number} listings in {days, number} days; the busiest day had {most, number}. The table has every day.',
  'overview.as-table': 'As a table',
  'overview.as-chart': 'As a chart',
  'overview.day': 'Day (UTC)',
  'overview.all': 'All',
  'overview.work': 'Needs a decision',
  'overview.work.lead':
    'Listings your organisation has not decided on. The split by brand and marketplace covers the newest 2,000 of each verdict.',
  'overview.work.done': 'All caught up: every listing that is not clear has a decision.',
  'overview.by-brand': 'By brand',
  'overview.by-marketplace': 'By marketplace',
  'overview.name': 'Name',
  'overview.coverage': 'Signal coverage',
  'overview.coverage.lead':
    'Share of the newest {count, plural, one {listing} other {# listings}} for which each kind of signal had data. A signal without data is no evidence in favour of a listing.',
}

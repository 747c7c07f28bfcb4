export const overview = {
  'overview.title': 'Overview',
  'overview.offers': 'Offers by verdict',
  'overview.go': 'Go through the offers',
  'overview.empty': 'Begin with a file of offers',
  'overview.empty.text':
    'Import offers to see them judged, and a catalog so that your own brands are known.',
  'overview.decisions': 'Decided last',
  'overview.decision': 'Decision',
  'overview.offer': 'Offer',
  'overview.trends': 'The last thirty days',
  'overview.trends.lead':
    'Offers by the day they were first seen, with the verdict they had when the day was counted.',
  'overview.trends.said':
    '{count, number} offers in {days, number} days, {most, number} on the day with the most. The table says each day.',
  'overview.as-table': 'As a table',
  'overview.as-chart': 'As a chart',
  'overview.day': 'Day (UTC)',
  'overview.all': 'All',
  'overview.work': 'Left to decide',
  'overview.work.lead':
    'Offers on which your organisation has not decided. Brands and marketplaces are told apart among the newest 2,000 of each verdict.',
  'overview.work.done': 'Nothing is left: a decision stands on every offer that is not clear.',
  'overview.by-brand': 'By brand',
  'overview.by-marketplace': 'By marketplace',
  'overview.name': 'Name',
  'overview.coverage': 'What the signals could judge',
  'overview.coverage.lead':
    'Share of the newest {count, plural, one {offer} other {# offers}} on which each kind of signal had something to go by. Where one had nothing, its silence says nothing for the offer.',
}

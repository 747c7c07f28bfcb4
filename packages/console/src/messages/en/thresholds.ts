export const thresholds = {
  'nav.thresholds': 'Thresholds',
  'thresholds.title': 'Thresholds',
  'thresholds.lead':
    'From which probability the seller is asked for proof, a person looks, or an offer is stopped. The block rule still says how far each offer may go; no threshold lifts one above it.',
  'thresholds.by-brand': 'Brand by brand',
  'thresholds.least':
    'No lower than {askProof} %, {review} % and {block} %, so that no honest seller is held up on next to nothing. What you set is your organisation’s own view; others see by theirs.',
  'thresholds.only-admins': 'Admins set thresholds. You can try here what a change would do.',
  'thresholds.standard': 'All other brands',
  'thresholds.standard.hint': 'Without thresholds of their own',
  'thresholds.standard.no-chart':
    'These hold for every brand without thresholds of its own. Open a brand to see how its offers lie.',
  'thresholds.whose.own': 'Set by you',
  'thresholds.whose.standard': 'As all others',
  'thresholds.whose.engine': 'As shipped',
  'thresholds.offers': '{count, plural, one {{number} offer} other {{number} offers}}',
  'thresholds.from-percent': 'from {percent} %',
  'thresholds.percent': '{percent} %',
  'thresholds.of': 'Thresholds of {name}',
  'thresholds.field': '{verdict} from',
  'thresholds.slider': '{field}, as a slider',
  'thresholds.empty': 'No brands yet',
  'thresholds.empty.text':
    'A brand stands here once an offer speaks of it. You can set thresholds for all brands already.',
  'thresholds.no-brand': 'There is no brand {brand} for which you set thresholds.',
  'thresholds.no-brand-named': 'No brand',
  'thresholds.at-most': 'The rule allows at most',
  'thresholds.always-clear':
    '{count, plural, =0 {No offer stays clear whatever is set.} one {One offer stays clear whatever is set.} other {# offers stay clear whatever is set.}}',
  'thresholds.fixed':
    '{count, plural, one {One offer keeps the engine’s verdict: not all of its evidence is yours to see.} other {# offers keep the engine’s verdict: not all of their evidence is yours to see.}}',
  'thresholds.reset': 'Back to what holds',
  'thresholds.use-standard': 'Use those of all other brands',
  'thresholds.use-engine': 'Use those that ship',
  'thresholds.note': 'Why',
  'thresholds.note.hint': 'For the list of changes below',
  'thresholds.preview': 'What would change',
  'thresholds.preview.same':
    'These are the thresholds that hold now. Move one to see what would change.',
  'thresholds.preview.nothing': 'No offer would get another verdict.',
  'thresholds.preview.count':
    '{count, plural, one {One offer would get another verdict.} other {# offers would get another verdict.}}',
  'thresholds.preview.more':
    'More than {count, number} offers would get another verdict; counting stopped there.',
  'thresholds.move.from': 'From',
  'thresholds.move.to': 'To',
  'thresholds.examples': '{count, plural, one {The newest one} other {The newest #}}',
  'thresholds.by-brand.moves': '{count, plural, one {In one brand} other {In # brands}}',
  'thresholds.decided.genuine':
    '{count, plural, =0 {No offer was decided genuine} one {One offer that your people decided genuine} other {# offers that your people decided genuine}}',
  'thresholds.decided.counterfeit':
    '{count, plural, =0 {No offer was decided counterfeit} one {One offer that your people decided counterfeit} other {# offers that your people decided counterfeit}}',
  'thresholds.graver': '{count, number} would be treated more strictly ({range})',
  'thresholds.milder': '{count, number} more leniently ({range})',
  'thresholds.range': '{low} to {high} of such offers',
  'thresholds.not-known': 'the share is not known below {least} decided',
  'thresholds.changes': 'Changes',
  'thresholds.changes.lead': 'Who set what, and why. The last change of each can be taken back.',
  'thresholds.changes.none': 'Nothing was ever changed: the engine’s own thresholds hold.',
  'thresholds.none': 'None',
  'thresholds.three': '{askProof} · {review} · {block} %',
  'thresholds.undo': 'Take back',
  'thresholds.undo-of': 'Take the last change of {name} back',
  'thresholds.undid': 'Took version {version} back',
  'offer.engine-said': 'Under your organisation’s thresholds. The engine’s own make it: {verdict}.',
}

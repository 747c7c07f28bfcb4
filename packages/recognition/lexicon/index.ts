import type { Lexicon } from '#contract'
import type { GuardCounts } from '../src/lint/index.ts'
import ar from './ar.json' with { type: 'json' }
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import enMt from './en-x-mt.json' with { type: 'json' }
import es from './es.json' with { type: 'json' }
import fa from './fa.json' with { type: 'json' }
import fr from './fr.json' with { type: 'json' }
import guards from './guard-counts.json' with { type: 'json' }
import hi from './hi.json' with { type: 'json' }
import id from './id.json' with { type: 'json' }
import it from './it.json' with { type: 'json' }
import ja from './ja.json' with { type: 'json' }
import ko from './ko.json' with { type: 'json' }
import pl from './pl.json' with { type: 'json' }
import pt from './pt.json' with { type: 'json' }
import ru from './ru.json' with { type: 'json' }
import th from './th.json' with { type: 'json' }
import tr from './tr.json' with { type: 'json' }
import uk from './uk.json' with { type: 'json' }
import vi from './vi.json' with { type: 'json' }
import zh from './zh.json' with { type: 'json' }

/**
 * Every language's counterfeit vocabulary. All of them hold for every offer: sellers mix languages, and
 * a term may name guards of another language. The files spell out every default, so the cast is true.
 */
export const lexicons = [
  ar,
  de,
  en,
  enMt,
  es,
  fa,
  fr,
  hi,
  id,
  it,
  ja,
  ko,
  pl,
  pt,
  ru,
  th,
  tr,
  uk,
  vi,
  zh,
] as readonly Lexicon[]

/** How many labelled listings each guard decided when last counted (`npm run eval:guards`). */
export const guardCounts: GuardCounts = guards

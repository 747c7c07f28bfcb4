import buyers from './buyers.json' with { type: 'json' }
import complaint from './complaint.json' with { type: 'json' }
import duties from './duties.json' with { type: 'json' }
import filing from './filing.json' with { type: 'json' }
import flagger from './flagger.json' with { type: 'json' }
import lifeSafety from './life-safety.json' with { type: 'json' }
import misuse from './misuse.json' with { type: 'json' }
import notice from './notice.json' with { type: 'json' }
import outOfCourt from './out-of-court.json' with { type: 'json' }
import policies from './policies.json' with { type: 'json' }
import provisions from './provisions.json' with { type: 'json' }
import regime from './regime.json' with { type: 'json' }
import restriction from './restriction.json' with { type: 'json' }
import trader from './trader.json' with { type: 'json' }

/** Regulation (EU) 2022/2065 as data; operators have it checked first. */
export const euDsa: unknown = {
  ...regime,
  provisions,
  policies,
  duties,
  workflows: [
    notice,
    restriction,
    filing,
    complaint,
    outOfCourt,
    misuse,
    flagger,
    trader,
    buyers,
    lifeSafety,
  ],
}

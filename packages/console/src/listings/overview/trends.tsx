import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, QueryStatus, VerdictMark, verdictOrder } from '../../components/index.ts'
import styles from './trends.module.css'

const route = getRouteApi('/member/overview')
const againMilliseconds = 400

/** Listings by day of arrival and verdict, as a chart or a table. */
export function Trends(): ReactNode {
  const { t } = useText()
  const isTable = route.useSearch().trends === 'table'
  const navigate = useNavigate()
  const trends = useQuery({
    queryKey: ['overview', 'trends'],
    queryFn: ({ signal }) => server.overview.trends({ signal }),
    // The server counts days that are still missing with the next request.
    refetchInterval: ({ state }) => (state.data?.complete === false ? againMilliseconds : false),
  })
  if (!trends.isSuccess) return <QueryStatus query={trends} />
  const { days } = trends.data
  return (
    <Card
      title={t('overview.trends')}
      lead={t('overview.trends.description')}
      actions={
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() =>
            void navigate({
              to: '/overview',
              search: isTable ? {} : { trends: 'table' },
              replace: true,
              resetScroll: false,
            })
          }
        >
          {t(isTable ? 'overview.as-chart' : 'overview.as-table')}
        </Button>
      }
    >
      {isTable ? <Table days={days} /> : <Chart days={days} />}
    </Card>
  )
}

type Day = {
  day: string
  verdicts: Partial<Record<(typeof verdictOrder)[number], number>>
  unjudged: number
}
type Days = readonly (Day | null)[]

const totalOf = ({ verdicts, unjudged }: Day): number =>
  verdictOrder.reduce((sum, verdict) => sum + (verdicts[verdict] ?? 0), unjudged)

const width = 20
const height = 140

function Chart({ days }: { days: Days }): ReactNode {
  const { t, number, day: written } = useText()
  const totals = days.map((day) => (day ? totalOf(day) : 0))
  const highest = Math.max(1, ...totals)
  const sum = totals.reduce((one, other) => one + other, 0)
  const known = days.filter((day) => day !== null)
  const [first, last] = [known[0], known.at(-1)]
  return (
    <figure className={styles.figure}>
      <div className={styles.scale}>
        <span className="figures">{number(highest)}</span>
        <span className="figures">0</span>
      </div>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${days.length * width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('overview.trends.summary', { days: days.length, count: sum, most: highest })}
      >
        <line className={styles.rule} x1="0" x2="100%" y1={height - 0.5} y2={height - 0.5} />
        {days.map((day, index) =>
          day === null ? (
            <rect
              key={index}
              className={styles.uncounted}
              x={index * width + 3}
              width={width - 6}
              y={height - 4}
              height={4}
            />
          ) : (
            <Bar key={day.day} day={day} x={index * width} most={highest} />
          ),
        )}
      </svg>
      {first && last && (
        <div className={styles.ends}>
          <span>{written(first.day)}</span>
          <span>{written(last.day)}</span>
        </div>
      )}
      <figcaption className={styles.legend}>
        {verdictOrder.map((verdict) => (
          <span key={verdict} className={styles.key} data-verdict={verdict}>
            <VerdictMark verdict={verdict} />
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

/** The most severe verdict is at the bottom, so that it is comparable across days. */
function Bar({ day, x, most }: { day: Day; x: number; most: number }): ReactNode {
  const { t, number, day: written } = useText()
  let below = 0
  return (
    <g>
      <title>{`${written(day.day)}: ${number(totalOf(day))}`}</title>
      {[...verdictOrder, 'unjudged' as const].map((name) => {
        const count = name === 'unjudged' ? day.unjudged : (day.verdicts[name] ?? 0)
        if (count === 0) return null
        const tall = (count / most) * (height - 2)
        below += tall
        return (
          <rect
            key={name}
            className={styles.part}
            data-verdict={name}
            x={x + 2}
            width={width - 4}
            y={height - below}
            height={tall}
          >
            <title>
              {`${written(day.day)} · ${t(name === 'unjudged' ? 'verdict.none' : `verdict.${name}`)}: ${number(count)}`}
            </title>
          </rect>
        )
      })}
    </g>
  )
}

function Table({ days }: { days: Days }): ReactNode {
  const { t, number, day: written } = useText()
  const known = days.filter((day) => day !== null).reverse()
  return (
    <Columns
      caption={t('overview.trends')}
      heads={[
        t('overview.day'),
        t('overview.all'),
        ...verdictOrder.map((verdict) => t(`verdict.${verdict}`)),
      ]}
    >
      {known.map((day) => (
        <tr key={day.day}>
          <th scope="row">{written(day.day)}</th>
          <td className="figures">{number(totalOf(day))}</td>
          {verdictOrder.map((verdict) => (
            <td key={verdict} className="figures">
              {number(day.verdicts[verdict] ?? 0)}
            </td>
          ))}
        </tr>
      ))}
    </Columns>
  )
}

import { Button } from '@mantine/core'
import { Link, linkOptions } from '@tanstack/react-router'
import type { FirstStepView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'

/** Where a first step is taken: listings come from a file, or from a site that is watched. */
export function StepLinks({ step, isNext }: { step: FirstStepView; isNext: boolean }): ReactNode {
  const { t } = useText()
  const link = linkOf(step)
  if (link === undefined) return null
  return (
    <>
      <Button
        size="compact-sm"
        variant={isNext ? 'filled' : 'default'}
        renderRoot={(props) => <Link {...link} {...props} />}
      >
        {t(`get-started.${step.step}.open`)}
      </Button>
      {step.step === 'import-listings' && (
        <Button
          size="compact-sm"
          variant="default"
          renderRoot={(props) => <Link to="/watches/new" {...props} />}
        >
          {t('get-started.import-listings.watch')}
        </Button>
      )}
    </>
  )
}

function linkOf({ step, brand, listing }: FirstStepView) {
  switch (step) {
    case 'add-brand':
      return linkOptions({ to: '/catalog/brands/new' })
    case 'claim-brand':
      return linkOptions({
        to: '/catalog/claims/new',
        search: brand === null ? {} : { brand },
      })
    case 'approve-claim':
      return linkOptions({ to: '/catalog/claims', search: {} })
    case 'import-listings':
      return linkOptions({ to: '/import' })
    case 'decide-finding':
      return listing === null
        ? undefined
        : linkOptions({ to: '/listings/$id', params: { id: listing } })
  }
}

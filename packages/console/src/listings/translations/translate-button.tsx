import { Button } from '@mantine/core'
import { lazyRouteComponent } from '@tanstack/react-router'
import { Suspense, useId, useState, type ReactNode } from 'react'
import { useText, withMessages } from '../../messages/index.ts'

/** Loaded with its messages when somebody first asks for a translation. */
const TranslationPanel = lazyRouteComponent(
  () => withMessages(['translation'], import('./translation-panel.tsx')),
  'TranslationPanel',
)

/** Shows what the words of a listing mean, below the button. */
export function TranslateButton({ listing }: { listing: string }): ReactNode {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const panel = useId()
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        // Its words begin at the edge of the title above.
        ms={-8}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panel : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {t(isOpen ? 'listing.translate.close' : 'listing.translate')}
      </Button>
      <div id={panel} hidden={!isOpen}>
        {isOpen && (
          <Suspense fallback={<p role="status">{t('state.loading')}</p>}>
            <TranslationPanel listing={listing} />
          </Suspense>
        )}
      </div>
    </>
  )
}

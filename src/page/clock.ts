import { useEffect, useState } from 'preact/hooks';

/** The time in ms since 1970, anew every second while `ticking`. */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}

/** ms as `mm:ss`. Never negative: a remote host's clock may be ahead of ours. */
export function formatDuration(duration: number): string {
  const seconds = Math.max(0, Math.floor(duration / 1000));
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

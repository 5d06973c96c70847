const WARM_UP_MS = 500;
const MEASURE_MS = 2_000;

/** `12.3 µs a call, 81,301 a second` */
export function perCall(run: (round: number) => unknown): string {
  repeat(run, WARM_UP_MS);
  const { rounds, ms } = repeat(run, MEASURE_MS);
  const perSecond = Math.round((rounds / ms) * 1_000).toLocaleString('en');
  return `${((ms / rounds) * 1_000).toFixed(1)} µs a call, ${perSecond} a second`;
}

function repeat(run: (round: number) => unknown, forMs: number): { rounds: number; ms: number } {
  const start = performance.now();
  let rounds = 0;
  while (performance.now() - start < forMs) {
    run(rounds);
    rounds += 1;
  }
  return { rounds, ms: performance.now() - start };
}

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** How far from the foot, in pixels, one still counts as reading the newest. */
const NEAR = 80;

/** Keeps the newest message in sight unless the reader scrolled up; goes back to it when the channel changes or the reader sends something. */
export function useStayAtFoot(channelId: string, sent: number) {
  const box = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const [away, setAway] = useState(false);
  const jump = () => {
    stick.current = true;
    setAway(false);
    box.current?.scrollTo(0, box.current.scrollHeight);
  };
  useLayoutEffect(jump, [channelId]);
  useLayoutEffect(() => {
    if (sent > 0) jump();
  }, [sent]);
  useEffect(() => {
    const element = box.current;
    const inner = element?.firstElementChild;
    if (!element || !inner) return undefined;
    let last = element.scrollTop;
    const onScroll = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      // What grows below the newest message is not the reader scrolling away from it.
      if (near || element.scrollTop < last) stick.current = near;
      last = element.scrollTop;
      setAway(!stick.current);
    };
    const grown = new ResizeObserver(() => stick.current && element.scrollTo(0, element.scrollHeight));
    grown.observe(inner);
    grown.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      grown.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  return { box, away, jump };
}

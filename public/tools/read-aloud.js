// Reads an article aloud with the browser's own voice, and marks the sentence being spoken.
//
// The page's nodes stay as they are: the mark is a highlight over a range. Short pieces are spoken one after another:
// Chrome falls silent some fifteen seconds into a long one, and on Android a paused one cannot be resumed.

import { sentencesOf } from './sentences.js';

const NAME = 'read-aloud';
const SPEED = 'portal:speed';

const speech = window.speechSynthesis;
/** @type {Reading | null} */
let reading = null;

/**
 * Starts, pauses, goes on or stops, as the button says.
 * @param {HTMLElement} button
 */
export function run(button) {
  const group = /** @type {HTMLElement} */ (button.closest('[data-tool-group]'));
  if (reading && reading.group !== group) reading.stop();
  reading ??= new Reading(group, button.dataset.failed ?? '');
  if (button.dataset.action === 'stop') reading.stop();
  else reading.toggle();
}

// The browser would go on speaking after the page is gone.
addEventListener('pagehide', () => reading?.stop());

class Reading {
  position = 0;
  /** Tells a piece's late events from those of the piece being spoken. */
  turn = 0;
  isPlaying = false;

  /**
   * @param {HTMLElement} group
   * @param {string} failed
   */
  constructor(group, failed) {
    this.group = group;
    this.failed = failed;
    const article = /** @type {HTMLElement} */ (group.closest('article'));
    this.lang = article.lang;
    this.pieces = sentencesOf(article);
    this.speed = /** @type {HTMLSelectElement} */ (group.querySelector('select'));
    this.speed.value = storedSpeed(this.speed);
    this.whenOver = new AbortController();
    const { signal } = this.whenOver;
    this.speed.addEventListener('change', () => {
      storeSpeed(this.speed.value);
      if (this.isPlaying) this.speak();
    }, { signal });
    // Not when the app announces another page: it waits for the page to be drawn, and in the background nothing is.
    const watch = new MutationObserver(() => group.isConnected || this.stop());
    watch.observe(document.body, { childList: true, subtree: true });
    signal.addEventListener('abort', () => watch.disconnect());
    // Pause and stop stay in reach: once their place is above the screen they are a bar at its top.
    this.place = new IntersectionObserver((seen) => this.setAway(!seen.at(-1)?.isIntersecting), { rootMargin: '0px 0px 1000000px' });
    this.place.observe(group);
    // A reader who scrolls away wants to look elsewhere: the page follows again once the sentence is back in view.
    this.follows = true;
    for (const gesture of ['wheel', 'touchmove']) {
      addEventListener(gesture, () => {
        this.follows = false;
      }, { signal, passive: true });
    }
  }

  toggle() {
    if (this.isPlaying) {
      this.isPlaying = false;
      this.turn += 1;
      speech.cancel();
      this.say('paused');
    } else {
      this.isPlaying = true;
      this.say('playing');
      this.speak();
    }
  }

  /** @param {boolean} isAway */
  setAway(isAway) {
    // The page below keeps its place.
    this.group.style.minBlockSize = isAway ? `${this.group.offsetHeight}px` : '';
    this.group.toggleAttribute('data-away', isAway);
  }

  stop() {
    const hadFocus = this.group.querySelector('[data-action=stop]') === document.activeElement;
    this.isPlaying = false;
    this.turn += 1;
    speech.cancel();
    this.whenOver.abort();
    CSS.highlights?.delete(NAME);
    this.say('');
    const goBack = () => {
      this.place.disconnect();
      this.setAway(false);
    };
    // The stop button is gone; the one that starts again is next to it, and stays there as long as it is needed.
    if (hadFocus) {
      part(this.group, '[data-action=play]').focus();
      this.group.addEventListener('focusout', goBack, { once: true });
    } else {
      goBack();
    }
    reading = null;
  }

  /** Speaks the piece at the position, and then the ones after it. */
  speak() {
    const piece = this.pieces[this.position];
    if (!piece) return this.stop();
    this.turn += 1;
    const turn = this.turn;
    speech.cancel();
    // Kept: Chrome drops the end event of an utterance that is not referenced.
    this.utterance = new SpeechSynthesisUtterance(piece.text);
    this.utterance.lang = this.lang;
    this.utterance.voice = voiceFor(this.lang);
    this.utterance.rate = Number(this.speed.value);
    this.utterance.onend = () => {
      if (turn !== this.turn) return;
      this.position += 1;
      this.speak();
    };
    this.utterance.onerror = () => {
      if (turn !== this.turn) return;
      const { group, failed } = this;
      this.stop();
      part(group, '[role=status]').textContent = failed;
    };
    this.show(piece.range);
    speech.speak(this.utterance);
  }

  /** @param {Range} range */
  show(range) {
    if (window.Highlight) CSS.highlights.set(NAME, new Highlight(range));
    const { top, bottom } = range.getBoundingClientRect();
    const covered = this.group.hasAttribute('data-away') ? part(this.group, '.read-aloud').offsetHeight : 0;
    const isSeen = top >= covered && bottom <= innerHeight;
    if (isSeen) this.follows = true;
    if (isSeen || !this.follows) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scrollBy({ top: top - innerHeight / 4, behavior: isCalm ? 'instant' : 'smooth' });
  }

  /**
   * The style sheet shows the words and buttons of the state.
   * @param {'' | 'playing' | 'paused'} state
   */
  say(state) {
    if (state) this.group.dataset.reading = state;
    else delete this.group.dataset.reading;
    part(this.group, '[role=status]').textContent = '';
  }
}

/**
 * What the group's markup always has.
 * @param {HTMLElement} group
 * @param {string} selector
 */
function part(group, selector) {
  return /** @type {HTMLElement} */ (group.querySelector(selector));
}

/**
 * A voice of the device before one that sends the text away.
 * @param {string} lang
 */
function voiceFor(lang) {
  const voices = speech.getVoices().filter((voice) => voice.lang.slice(0, 2).toLowerCase() === lang);
  return voices.find((voice) => voice.localService) ?? voices[0] ?? null;
}

/** @param {HTMLSelectElement} select */
function storedSpeed(select) {
  try {
    const speed = localStorage.getItem(SPEED);
    return speed && [...select.options].some(({ value }) => value === speed) ? speed : '1';
  } catch {
    return '1';
  }
}

/** @param {string} speed */
function storeSpeed(speed) {
  try {
    localStorage.setItem(SPEED, speed);
  } catch {
    // Blocked storage: the speed holds for this page.
  }
}

use std::collections::BTreeMap;
use std::sync::mpsc;

use rayon::ThreadPool;

/// Does `work` on every item on the threads of `pool` and hands the results to `take` in the order of the items.
///
/// At most `window` items are in flight: taken from `items` and not yet handed over. So memory is bounded by the window
/// and not by the number of items, and one slow item holds the others back only when the window is full. `take` runs on
/// the calling thread; its first error ends the run, after the items in flight are done.
///
/// # Errors
/// The first error that `take` gives.
pub(crate) fn in_order<Item, Output, Error>(
    pool: &ThreadPool,
    window: usize,
    items: impl Iterator<Item = Item>,
    work: impl Fn(Item) -> Output + Sync,
    mut take: impl FnMut(Output) -> Result<(), Error>,
) -> Result<(), Error>
where
    Item: Send,
    Output: Send,
{
    let work = &work;
    pool.in_place_scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let mut waiting = BTreeMap::new();
        let (mut started, mut taken) = (0, 0);
        let mut take_next = |taken: &mut usize| {
            while !waiting.contains_key(taken) {
                let Ok((number, output)) = receiver.recv() else { return Ok(()) };
                waiting.insert(number, output);
            }
            let output = waiting.remove(taken);
            *taken += 1;
            output.map_or(Ok(()), &mut take)
        };
        for item in items {
            if started - taken >= window.max(1) {
                take_next(&mut taken)?;
            }
            let (sender, number) = (sender.clone(), started);
            started += 1;
            scope.spawn(move |_| {
                // The receiver is gone only after an error; then nobody wants this result.
                let _ = sender.send((number, work(item)));
            });
        }
        drop(sender);
        while taken < started {
            take_next(&mut taken)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::in_order;

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        for threads in 1..4 {
            let mut results = Vec::new();
            let slow_first = |n: u64| {
                std::thread::sleep(std::time::Duration::from_micros(200 * (7 - n % 8)));
                n * n
            };
            let done: Result<(), ()> = in_order(&pool(threads), 5, 0..50, slow_first, |square| {
                results.push(square);
                Ok(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(results, (0..50).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_more_items_than_the_window_are_in_flight() {
        let (started, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut taken = 0;
        let items = (0..100).inspect(|_| {
            started.fetch_add(1, Ordering::SeqCst);
        });
        let done: Result<(), ()> = in_order(
            &pool(2),
            3,
            items,
            |n| n,
            |_| {
                most.fetch_max(started.load(Ordering::SeqCst) - taken, Ordering::SeqCst);
                taken += 1;
                Ok(())
            },
        );
        assert_eq!(done, Ok(()));
        // One item more than the window has been asked for by the time the oldest is handed over.
        assert!(most.load(Ordering::SeqCst) <= 4, "{most:?}");
    }

    #[test]
    fn the_first_error_ends_the_run() {
        let done = in_order(&pool(2), 4, 0..1000, |n| n, |n| if n == 10 { Err(n) } else { Ok(()) });
        assert_eq!(done, Err(10));
    }
}

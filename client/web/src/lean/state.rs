//! States whose types are erased.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use full_yew::functional::{
    Hook, HookContext, UseForceUpdateHandle, use_force_update, use_mut_ref,
};

type IsSame = fn(&dyn Any, &dyn Any) -> bool;

/// What a component remembers from one drawing to the next.
struct Cell {
    value: RefCell<Rc<dyn Any>>,
    /// Whether two values look alike; without it, each new one is drawn.
    is_same: Option<IsSame>,
    draw_again: UseForceUpdateHandle,
}

impl Cell {
    fn set(&self, value: Rc<dyn Any>) {
        let is_other = match self.is_same {
            Some(is_same) => !is_same(&**self.value.borrow(), &*value),
            None => true,
        };
        if is_other {
            let old = self.value.replace(value);
            // What it held may look at the state when it goes.
            drop(old);
            self.draw_again.force_update();
        }
    }
}

/// The value as it was drawn, and the way to another one.
pub struct UseStateHandle<T> {
    value: Rc<dyn Any>,
    setter: UseStateSetter<T>,
}

/// The way to another value.
pub struct UseStateSetter<T> {
    cell: Rc<Cell>,
    of: PhantomData<T>,
}

impl<T: 'static> UseStateHandle<T> {
    /// Sets the value and draws anew.
    pub fn set(&self, value: T) {
        self.setter.set(value);
    }

    /// The way to another value, for whoever does not need this one.
    #[must_use]
    pub fn setter(&self) -> UseStateSetter<T> {
        self.setter.clone()
    }
}

impl<T: 'static> Deref for UseStateHandle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value
            .downcast_ref()
            .expect("a state holds values of one type")
    }
}

impl<T> Clone for UseStateHandle<T> {
    fn clone(&self) -> Self {
        Self {
            value: Rc::clone(&self.value),
            setter: self.setter.clone(),
        }
    }
}

impl<T: PartialEq + 'static> PartialEq for UseStateHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: 'static> UseStateSetter<T> {
    /// Sets the value and draws anew.
    pub fn set(&self, value: T) {
        self.cell.set(Rc::new(value));
    }
}

impl<T> Clone for UseStateSetter<T> {
    fn clone(&self) -> Self {
        Self {
            cell: Rc::clone(&self.cell),
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for UseStateSetter<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.cell, &other.cell)
    }
}

/// A value that is remembered; setting it draws anew.
pub fn use_state<T, F>(first: F) -> impl Hook<Output = UseStateHandle<T>>
where
    T: 'static,
    F: FnOnce() -> T,
{
    Remembered {
        first,
        is_same: None,
    }
}

/// A value that is remembered; setting it draws anew when it is another one.
pub fn use_state_eq<T, F>(first: F) -> impl Hook<Output = UseStateHandle<T>>
where
    T: PartialEq + 'static,
    F: FnOnce() -> T,
{
    Remembered {
        first,
        is_same: Some(is_same::<T>),
    }
}

fn is_same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<T>() == other.downcast_ref()
}

struct Remembered<F> {
    first: F,
    is_same: Option<IsSame>,
}

impl<T: 'static, F: FnOnce() -> T> Hook for Remembered<F> {
    type Output = UseStateHandle<T>;

    fn run(self, hooks: &mut HookContext) -> UseStateHandle<T> {
        let mut first = Some(self.first);
        let mut first = || -> Rc<dyn Any> {
            let first = first.take().expect("a state begins once");
            Rc::new(first())
        };
        let cell = cell(hooks, self.is_same, &mut first);
        let value = Rc::clone(&cell.value.borrow());
        let of = PhantomData;
        UseStateHandle {
            value,
            setter: UseStateSetter { cell, of },
        }
    }
}

/// The cell of this place among the hooks. Compiled once, whatever the cell holds.
fn cell(
    hooks: &mut HookContext,
    is_same: Option<IsSame>,
    first: &mut dyn FnMut() -> Rc<dyn Any>,
) -> Rc<Cell> {
    let draw_again = use_force_update().run(hooks);
    let kept = use_mut_ref(|| None::<Rc<Cell>>).run(hooks);
    let mut kept = kept.borrow_mut();
    let cell = kept.get_or_insert_with(|| {
        Rc::new(Cell {
            value: RefCell::new(first()),
            is_same,
            draw_again,
        })
    });
    Rc::clone(cell)
}

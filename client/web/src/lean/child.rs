//! One component of Yew that all of ours are instances of.

use std::any::{Any, TypeId};
use std::marker::PhantomData;
use std::rc::Rc;

use full_yew::functional::{FunctionComponent, FunctionProvider, HookContext};
use full_yew::html::IntoPropValue;
use full_yew::prelude::*;
use full_yew::virtual_dom::{Key, VChild as YewChild, VNode};

/// A component with its properties, as a child of another.
pub struct VChild<C>(VNode, PhantomData<C>);

impl<C: FunctionProvider + 'static> VChild<C> {
    /// What `html!` writes for a component.
    #[must_use]
    pub fn new(props: C::Properties, key: Option<Key>) -> Self {
        Self(erase(Rc::new(Filled::<C>(props)), key), PhantomData)
    }
}

impl<C> From<VChild<C>> for VNode {
    fn from(child: VChild<C>) -> Self {
        child.0
    }
}

impl<C> IntoPropValue<VNode> for VChild<C> {
    fn into_prop_value(self) -> VNode {
        self.0
    }
}

fn erase(drawn: Rc<dyn Drawn>, key: Option<Key>) -> VNode {
    VNode::from(YewChild::<Erased>::new(ErasedProps { drawn }, key))
}

/// A function with its properties.
trait Drawn: Any {
    fn draw(&self, hooks: &mut HookContext) -> HtmlResult;
    fn is_same(&self, other: &dyn Any) -> bool;
}

struct Filled<C: FunctionProvider>(C::Properties);

impl<C: FunctionProvider + 'static> Drawn for Filled<C> {
    fn draw(&self, hooks: &mut HookContext) -> HtmlResult {
        C::run(hooks, &self.0)
    }

    fn is_same(&self, other: &dyn Any) -> bool {
        other
            .downcast_ref::<Self>()
            .is_some_and(|other| self.0 == other.0)
    }
}

#[derive(Properties)]
struct ErasedProps {
    drawn: Rc<dyn Drawn>,
}

impl ErasedProps {
    fn function(&self) -> TypeId {
        let drawn: &dyn Any = &*self.drawn;
        drawn.type_id()
    }
}

impl PartialEq for ErasedProps {
    fn eq(&self, other: &Self) -> bool {
        self.drawn.is_same(&*other.drawn)
    }
}

/// The component. Its hooks are those of the function that it draws.
struct Erased {
    hooks: FunctionComponent<Self>,
    /// How often another function took the place.
    n_replaced: u32,
}

impl FunctionProvider for Erased {
    type Properties = ErasedProps;

    fn run(hooks: &mut HookContext, props: &ErasedProps) -> HtmlResult {
        props.drawn.draw(hooks)
    }
}

impl BaseComponent for Erased {
    type Message = ();
    type Properties = ErasedProps;

    fn create(context: &Context<Self>) -> Self {
        Self {
            hooks: FunctionComponent::new(context),
            n_replaced: 0,
        }
    }

    fn update(&mut self, _context: &Context<Self>, (): ()) -> bool {
        true
    }

    /// Another function in the same place begins anew, as another component would.
    fn changed(&mut self, context: &Context<Self>, old: &ErasedProps) -> bool {
        if context.props().function() != old.function() {
            self.hooks.destroy();
            self.hooks = FunctionComponent::new(context);
            self.n_replaced += 1;
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> HtmlResult {
        let drawn = self.hooks.render(context.props())?;
        Ok(if self.n_replaced == 0 {
            drawn
        } else {
            // Nor does it take over the elements of the one before.
            html! { <><key={self.n_replaced}>{ drawn }</></> }
        })
    }

    fn rendered(&mut self, _context: &Context<Self>, _is_first: bool) {
        self.hooks.rendered();
    }

    fn destroy(&mut self, _context: &Context<Self>) {
        self.hooks.destroy();
    }

    fn prepare_state(&self) -> Option<String> {
        None
    }
}
